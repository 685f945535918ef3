console.error('TypeError: mentioned only');
process.exit(4);
