"""Says of each YAML file of a folder whether schema.json of that folder accepts it: one line, valid or invalid, per file in order of names."""
import glob
import json
import os
import sys

import jsonschema
import yaml

folder = sys.argv[1]
with open(os.path.join(folder, "schema.json"), encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for path in sorted(glob.glob(os.path.join(folder, "*.yaml"))):
    with open(path, encoding="utf-8") as file:
        print("valid" if validator.is_valid(yaml.safe_load(file)) else "invalid")
