function validate(user) {
  const problems = [];
  if (!user.name) {
    problems.push('name is empty');
  }
  if (typeof user.age !== 'number' || user.age < 0) {
    problems.push('age is not valid');
  }
  if (!(user.email || '').includes('@')) {
    problems.push('email is not valid');
  }
  return problems;
}

const report = inputData.users.map((user) => validate(user));
const result = { valid: report.filter((p) => p.length === 0).length, problems: report[1] };
