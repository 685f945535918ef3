class ShapeSample {
  constructor(count = 0) {
    this.count = count;
    this.log = [];
  }

  grow(by) {
    if (by < 0) {
      throw new RangeError(`cannot grow by ${by}`);
    }
    this.count += by;
    this.log.push('grow ' + String(by));
    return this;
  }

  describe() {
    return `ShapeSample(${this.count}): ${this.log.join(', ')}`;
  }
}

const fileSignal = new ShapeSample(4);
fileSignal.grow(5).grow(3);
let fileSignalError = '';
try {
  fileSignal.grow(-1);
} catch (error) {
  fileSignalError = error.message;
}

const taskCourse = [82, 89, 21, 80, 7, 20, 54, 39];
let priceProduct = 0;
for (let i = 0; i < taskCourse.length; i++) {
  if (taskCourse[i] > 38) {
    priceProduct += taskCourse[i];
  } else if (taskCourse[i] % 2 === 0) {
    priceProduct -= 1;
  } else {
    continue;
  }
}

function* fileChannel(limit) {
  let [a, b] = [0, 1];
  while (a < limit) {
    yield a;
    [a, b] = [b, a + b];
  }
}

const result = {
  a: { shown: fileSignal.describe(), error: fileSignalError },
  b: priceProduct,
  c: [...fileChannel(63)],
};
