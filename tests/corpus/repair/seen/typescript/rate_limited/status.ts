const error: Error = Object.assign(new Error('slow down'), { status: 429 });
throw error;
