"""A framework as a workbook, for coordinators who would rather write in a spreadsheet than in YAML."""
