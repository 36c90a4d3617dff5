/*
 * Replays the corpus of a fuzz target in builds without libFuzzer: every file of each folder given,
 * whole and cut off after each of its first bytes. A target that finds something aborts.
 *
 * usage: fuzz_TARGET FOLDER... Status 0 when all was replayed, 1 when a folder or file cannot be
 * read or a folder holds no file.
 */
#include "base/banned.h"

#include <dirent.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/mem.h"

#define FILE_MAX	(1024 * 1024)	/* bytes; libFuzzer itself makes nothing longer than this */
#define CUTS_MAX	512		/* cut-off versions of each file: time stays linear */
#define PATH_BYTES	4096		/* PATH_MAX of Linux */

/* What a target exports; libFuzzer wants this very name. */
int	LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Each version stands in memory of its own length, so that ASan sees a read past its end. */
static void
run(const uint8_t *bytes, size_t length)
{
	uint8_t *copy = mem_keep(length);

	if (length > 0)
		memcpy(copy, bytes, length);
	LLVMFuzzerTestOneInput(copy, length);
	free(copy);
}

static int
replay_file(const char *path, size_t *runs)
{
	static uint8_t bytes[FILE_MAX];
	FILE *file = fopen(path, "rb");
	size_t length;

	if (file == NULL) {
		perror(path);
		return 1;
	}
	length = fread(bytes, 1, sizeof(bytes), file);
	if (ferror(file) || fgetc(file) != EOF) {
		fprintf(stderr, "%s: cannot be read, or over %d bytes\n", path, FILE_MAX);
		fclose(file);
		return 1;
	}
	fclose(file);
	for (size_t cut = 0; cut < length && cut < CUTS_MAX; cut++, ++*runs)
		run(bytes, cut);
	run(bytes, length);
	++*runs;
	return 0;
}

static int
replay_entry(const char *folder, const char *name, size_t *files, size_t *runs)
{
	char path[PATH_BYTES];
	struct stat status;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= PATH_BYTES)
		return 1;
	if (stat(path, &status) != 0) {
		perror(path);
		return 1;
	}
	if (!S_ISREG(status.st_mode))
		return 0;
	++*files;
	return replay_file(path, runs);
}

static int
replay_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t files = 0;
	size_t runs = 0;
	int failed = 0;

	if (dir == NULL) {
		perror(folder);
		return 1;
	}
	while ((entry = readdir(dir)) != NULL)
		failed |= replay_entry(folder, entry->d_name, &files, &runs);
	closedir(dir);
	printf("%s: %zu files, %zu runs\n", folder, files, runs);
	return failed | (files == 0);
}

int
main(int argc, char **argv)
{
	int failed = argc < 2;

	if (argc < 2)
		fprintf(stderr, "usage: %s FOLDER...\n", argv[0]);
	for (int i = 1; i < argc; i++)
		failed |= replay_folder(argv[i]);
	return failed;
}
