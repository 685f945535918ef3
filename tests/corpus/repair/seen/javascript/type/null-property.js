const user = null;
const result = user.name;
