#!/bin/sh
# replay.sh: gives each fuzz target its corpus again, so that what was found once stays found. Every folder of
# corpus/ belongs to the program replay_FOLDER; ends with 1 where one fails or is missing.

source=${POINTPERSON_SOURCE:?the top of the source}
build=${POINTPERSON_BUILD:?the folder of the programs under test}
status=0

for folder in "$source"/tests/fuzz/corpus/*/; do
	target=$(basename "$folder")
	case $target in
	bounce | mail) [ -e "$build/libcourier.a" ] || continue ;;	# built without courier
	esac
	"$build/tests/fuzz/replay_$target" "$folder" || status=1
done
exit $status
