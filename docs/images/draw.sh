#!/bin/sh
# Draws the pictures of the documents from what the program says and prints: `make images`.
#
#   JIXIAO=target/release/jixiao TYPST=typst sh docs/images/draw.sh
#
# The windows are drawn by Typst, with the bundled fonts and those that Typst brings. pngquant
# takes colours away that no one sees, which makes the files small.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
jixiao=$(cd "$(dirname "${JIXIAO:-$top/target/release/jixiao}")" && pwd)/jixiao
typst=${TYPST:-typst}
images=$top/docs/images

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cp -R "$top/projects" .
cp "$images"/*.typ .

draw() { # NAME COLOURS INPUT…
    name=$1 colours=$2
    shift 2
    "$typst" compile --root / --font-path "$top/fonts" --ignore-system-fonts --ppi 144 \
        "$@" "$name.typ" "$name.png"
    shrink "$name" "$colours"
}
shrink() { # NAME COLOURS
    pngquant "$2" --nofs --speed 1 --strip --force --output "$images/$1.png" -- "$1.png"
}

# A form.
"$jixiao" build projects/2026/平台运营服务费.yaml -q --format png --ppi 110
mv out/2026/平台运营服务费-1.png form.png
shrink form 16

# A message: the guide's first form with the mistake that the guide makes in it.
sed -n '/^<!-- file: projects\/办公设备.yaml -->$/,/^```$/p' "$top/docs/filling.md" |
    sed '1,2d;$d' | sed 's/^  支出:$/  资金总额: 1.15万元\n&/' > 办公设备.yaml
mkdir 填 && (cd 填 && mkdir projects && mv ../办公设备.yaml projects &&
    "$jixiao" check --color always 2> ../message.txt) || test $? = 1
draw message 32 --input text=message.txt

# A new project file.
"$jixiao" new 办公设备 -q
draw fill 32 --input file=办公设备.yaml

# Opening the command line.
draw open 32 --input version="\$ jixiao --version
$("$jixiao" --version | head -n 1)"

# Installing it.
draw install-windows 32
draw install-uos 32

# A book.
"$jixiao" build -q --combine book.pdf
draw book 32 --input book=book.pdf
