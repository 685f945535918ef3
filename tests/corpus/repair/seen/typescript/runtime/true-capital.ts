const result: boolean = True;
