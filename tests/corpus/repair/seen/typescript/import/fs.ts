const result: boolean = fs.existsSync('/');
