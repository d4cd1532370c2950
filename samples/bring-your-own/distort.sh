#!/bin/sh
# A "generator" that only distorts training images with ImageMagick: a baseline that any GAN must beat.
# sh distort.sh TRAIN_FOLDER SYNTHETIC_FOLDER PER_CLASS SEED      See docs/guide/bring-your-own.md.
set -eu
train=$1 out=$2 per_class=$3 seed=$4
for class in "$train"/*/; do
  name=$(basename "$class")
  mkdir -p "$out/$name"
  set -- "$class"*.png
  [ -e "$1" ] || continue
  i=0
  while [ "$i" -lt "$per_class" ]; do
    for picture in "$@"; do
      [ "$i" -lt "$per_class" ] || break
      # Numbers that look random, the same for the same seed: a turn of up to 12 degrees, a shift of up to 2 pixels.
      n=$(( (seed * 7919 + i * 104729 + 12345) % 65521 ))
      turn=$(( n % 25 - 12 )) across=$(( n / 25 % 5 - 2 )) down=$(( n / 125 % 5 - 2 ))
      convert "$picture" -virtual-pixel edge -strip \
        -distort SRT "%[fx:w/2],%[fx:h/2] 1 $turn %[fx:w/2+$across],%[fx:h/2+$down]" "$out/$name/$(printf %06d "$i").png"
      i=$((i + 1))
    done
  done
done
