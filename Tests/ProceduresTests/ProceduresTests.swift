// ProceduresTests
