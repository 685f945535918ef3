flags = {"on": true, "off": false, "none": null}
result = flags
