const message = 'it's done';
const result = message;
