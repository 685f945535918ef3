throw 'SyntaxError: this is only a text';
