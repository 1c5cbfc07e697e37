"""The one entrance for files: bytes in, plain data with positions and problems out.

Limits apply before anything is parsed. YAML, JSON, CSV and xlsx may come from anybody: nothing in them is run, no
address in them is followed, and what is too large, too deep or of another form becomes a
:class:`~dcb_guide.files.problem.Problem`. It needs PyYAML and openpyxl and nothing else, so that the browser reads
files with the same code.
"""
