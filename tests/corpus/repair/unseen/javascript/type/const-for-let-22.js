const messageNode = {
  alpha: 12,
  omega: 11,
  delta: 34,
  east: 20,
};
const messageNodeLarge = Object.entries(messageNode)
  .filter(([, value]) => value > 21)
  .map(([key, value]) => `${key} -> ${value}`);
messageNodeLarge.forEach((line) => console.log(line));

const reportCity = (start) => {
  const value = start;
  return {
    next: () => (value += 1),
    reset() {
      value = start;
    },
  };
};
const draftCourse = reportCity(15);
const draftCourseSeen = [draftCourse.next(), draftCourse.next()];
draftCourse.reset();

const result = {
  a: messageNodeLarge.sort(),
  b: [...draftCourseSeen, draftCourse.next()],
};
