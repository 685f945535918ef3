const buffer = new ArrayBuffer(2 ** 45);
const result = buffer.byteLength;
