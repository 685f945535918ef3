const result = fs.existsSync('/');
