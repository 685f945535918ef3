const nodeSample = JSON.parse('{"pear": null, "plum": null, "delta": 8}');
nodeSample.order = true;

const tokenTask = [53, 7, 31, 36, 90];
let sensorCourse = 0;
for (let i = 0; i < tokenTask.length; i++) {
  if (tokenTask[i] > 34) {
    sensorCourse += tokenTask[i];
  } else if (tokenTask[i] % 2 === 0) {
    sensorCourse -= 1;
  } else {
    continue;
  }
}

const result = {
  a: JSON.stringify(nodeSample),
  b: sensorCourse,
};
