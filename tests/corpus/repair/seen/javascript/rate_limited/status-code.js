class TooManyRequests extends Error {
  constructor(message) {
    super(message);
    this.statusCode = 429;
  }
}
throw new TooManyRequests('try again later');
