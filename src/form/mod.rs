//! What can be filled in, from the edition: fields, rows, help, flags. It knows no screen.
