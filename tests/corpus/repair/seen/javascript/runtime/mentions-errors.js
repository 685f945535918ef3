console.log('MODULE_NOT_FOUND ECONNREFUSED heap out of memory');
throw new Error('heap out of memory is only mentioned here, ECONNREFUSED too');
