const Box = (size) => ({ size });
const box = new Box(4);
const result = box.size;
