// AdministrationTests
