import path from 'node:path';

function fileTask(left: number | null, right: number = 8): number {
  if (left === null) {
    return right;
  }
  return left * right;
}

function batchDraft<T, K extends string | number>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

const scoreCourse: string = path.join('/srv', 'delta', 'silver.txt');
const { name: scoreCourseName, ext: scoreCourseExt } = path.parse(scoreCourse);

const result = {
  a: [fileTask(26), fileTask(null), fileTask(4, 5)],
  b: [...batchDraft([78, 54, 99, 27, 61, 92], (n: number): number => n % 2).keys()].sort(),
  c: [scoreCourseName, scoreCourseExt, path.dirname(scoreCourse)],
};
