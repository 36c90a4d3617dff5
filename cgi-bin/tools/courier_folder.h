/*
 * courier_folder: puts a message into a folder as a file, whole or not at all.
 */
#ifndef POINTPERSON_TOOLS_COURIER_FOLDER_H
#define POINTPERSON_TOOLS_COURIER_FOLDER_H

#include "tools/courier.h"

/*
 * Writes the file and gives it its name once it is on the disk. The folder is made where it is
 * missing (mode 0700). is_maildir: in folder/new, by way of folder/tmp. The same name again
 * replaces the file, so that a message written twice is there once.
 */
struct outcome courier_folder(struct mem *, const char *folder, bool is_maildir, const char *name,
    const char *bytes, size_t length);

#endif
