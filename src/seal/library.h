#ifndef SEAL_LIBRARY_H
#define SEAL_LIBRARY_H

/* For who reports a fault: the version of libsodium that this program runs with. */
const char *seal_library_version(void);

#endif
