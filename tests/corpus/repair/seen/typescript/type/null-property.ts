interface User { name: string }
const user: User | null = null;
const result = user!.name;
