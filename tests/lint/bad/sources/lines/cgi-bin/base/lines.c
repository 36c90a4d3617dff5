/*
 * lines: each line here has one fault.
 */
int long_line;/* aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa */
												int tabbed;
int slashes;	// refused
int trailing;  
/* TODO: later */
typedef struct person person;
typedef	union thing thing;
#define GIVE_UP(rc) if (rc) return rc
#define LEAVE(rc) \
	do { \
		if (rc) goto out; \
	} while (0)
#define EACH(i, n) for (size_t i = 0; i < (n); i++)
static const int table[] = {
    1,
	        2,
 	3,
};
int tab_at_end;	
int note;	/* FIXME */
int other_note;	/* XXX */
