const pattern = /^(\d\d):(\d\d) (\w+) (.*)$/gm;
const errors = [];
const levels = {};
for (const [, hour, minute, level, message] of inputData.log.matchall(pattern)) {
  levels[level] = (levels[level] ?? 0) + 1;
  if (level === 'ERROR') {
    errors.push({ at: Number(hour) * 60 + Number(minute), message });
  }
}
const result = { levels, errors };
