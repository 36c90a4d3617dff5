/*
 * hashes: counts the passwords that are compared and hashed, the dear part of every way in. A test
 * program that uses it is linked with HASHES_LINK, which lead the calls here.
 */
#ifndef POINTPERSON_TESTS_HASHES_H
#define POINTPERSON_TESTS_HASHES_H

/* From here on. */
void	 t_hashes_begin(void);

/* How many since. */
int	 t_hashes(void);

#endif
