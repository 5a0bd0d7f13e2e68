#ifndef FORM_LIBRARY_H
#define FORM_LIBRARY_H

/* For who reports a fault: the version of libyaml that this program runs with. */
const char *pack_yaml_version(void);

#endif
