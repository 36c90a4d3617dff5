#ifndef BARE
#define BARE
#endif
