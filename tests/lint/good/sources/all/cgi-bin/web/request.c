static const char *const methods[] = { "GET", "POST", "PUT", "DELETE" };
