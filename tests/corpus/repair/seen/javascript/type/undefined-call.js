const handlers = {};
const result = handlers.start();
