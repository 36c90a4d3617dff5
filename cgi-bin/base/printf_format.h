/*
 * printf_format: what a format of printf() asks for, so that a translated one is never given
 * values it does not expect.
 */
#ifndef POINTPERSON_BASE_PRINTF_FORMAT_H
#define POINTPERSON_BASE_PRINTF_FORMAT_H

#include <stdbool.h>

/*
 * Do both formats ask for the same values? One may name them out of order ("%2$s %1$s"), but each
 * of them, and all. False also for what none of ours has: "%n", "%*d", more than eight values.
 */
bool	 printf_format_is_same(const char *format, const char *translated);

#endif
