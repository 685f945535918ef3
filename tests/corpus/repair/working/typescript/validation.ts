interface User {
  name: string;
  age: number;
}

function isUser(value: unknown): value is User {
  return typeof value === 'object' && value !== null && 'name' in value && 'age' in value;
}

function problems(user: User): string[] {
  const out: string[] = [];
  if (user.name.length === 0) {
    out.push('name is empty');
  }
  if (user.age < 0) {
    out.push('age is negative');
  }
  return out;
}

const users: User[] = inputData.users.filter(isUser);
const result = users.map((user) => problems(user).length);
