const result = { on: True, off: False, none: None };
