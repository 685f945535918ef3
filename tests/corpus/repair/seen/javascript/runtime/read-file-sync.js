const result = existsSync('/');
