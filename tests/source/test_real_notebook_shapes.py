"""Cells as people write them on Colab, Kaggle, Databricks and in courses: nothing lost, nothing invented."""

import ast
import json
from pathlib import Path

import pytest

from auglint.source.text import source_from_text

SHAPES = {
    "colab setup": (
        '#@title Setup { display-mode: "form" }\n!pip install -q albumentations==1.3.1 timm\n!nvidia-smi\n'
        "from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive/MyDrive/project\n"
        "import torch",
        ["from google.colab import drive", "drive.mount('/content/drive')", "import torch"],
    ),
    "colab form": ('epochs = 10 #@param {type:"integer"}\n#@markdown why?\nlr = 1e-3', ["epochs = 10", "lr = 0.001"]),
    "colab clone guard": (
        "import os\nif not os.path.exists('data'):\n  !git clone https://github.com/me/data.git\n  %cd data\n"
        "  !unzip -q 'data.zip' -d data && rm data.zip\nroot = 'data'",
        ["import os", "if not os.path.exists('data'):\n    pass\n    pass\n    pass", "root = 'data'"],
    ),
    "kaggle first cell": (
        "import os\nfor dirname, _, filenames in os.walk('/kaggle/input'):\n    for filename in filenames:\n"
        "        print(os.path.join(dirname, filename))\n\n# You can write up to 20GB to /kaggle/working/ ...",
        None,
    ),
    "fastai": (
        "%reload_ext autoreload\n%autoreload 2\n%matplotlib inline\nfrom fastai.vision import *\n"
        "doc(ImageDataBunch)\n??untar_data\nlearn.lr_find?",
        ["from fastai.vision import *", "doc(ImageDataBunch)"],
    ),
    "keras fit under time": (
        "%%time\nhistory = model.fit(train_ds,\n    validation_data=val_ds,\n    epochs=10,  # 10 % of all\n);",
        ["history = model.fit(train_ds, validation_data=val_ds, epochs=10)"],
    ),
    "fit on a timed line": ("%time model.fit(train_ds, epochs=3)", ["0", "model.fit(train_ds, epochs=3)"]),
    "tensorboard": ("%load_ext tensorboard\n%tensorboard --logdir {logs} --port=6006\nx = 1", ["x = 1"]),
    "shell with variables": (
        'files = !ls {root}/*.jpg | head -n 5\nn = len(files)\n!wget -O "$name.zip" "http://x/?a=1&b=2"',
        ["files = None", "n = len(files)"],
    ),
    "environment": ("%env CUDA_VISIBLE_DEVICES=0\n%set_env A=b\npath = %pwd", ["path = None"]),
    "long pip": ("!pip install \\\n    torch==2.1.0 \\\n    torchvision==0.16.0  \nimport torch", ["import torch"]),
    "html": ("%%html\n<style>\n  .cell { width: 90% }\n</style>", []),
    "javascript": ("%%javascript\nIPython.OutputArea.auto_scroll_threshold = 9999;", []),
    "bash with quotes": ('%%bash\nfor f in *.jpg; do echo "it\'s $f"; done', []),
    "writefile": ("%%writefile train.py\nimport torch\nprint(torch.__version__)", []),
    "cython": ("%%cython -a\ncdef int f(int x):\n    return x", []),
    "databricks": ("%sql\nSELECT * FROM images WHERE split = 'train'", []),
    "databricks text": ("%md\n# Training\nIt's about *images*", []),
    "databricks python": ("%python\ndf = spark.table('images')", ["df = spark.table('images')"]),
    "format strings": ("print('%d of %d' % (i,\n  n))\nprint(f'{x!r:>{w}} {100*a:.1f}%')", None),
    "modulo on its own row": ("ratio = (total\n         % batch_size)\nok = a != b", None),
    "docstring that shows commands": (
        'def f():\n    """Run it:\n\n    !python f.py\n    %run f.py\n    """\n    return 1',
        None,
    ),
    "async": ("result = await fetch(url)\nasync for x in stream():\n    print(x)", None),
    "plot with semicolon": ("plt.plot(x, y);\nplt.show();", ["plt.plot(x, y)", "plt.show()"]),
    "output of a name": ("model", ["model"]),
    "only comments": ("# TODO: what? 100 % of it!\n", []),
    "windows": ("!pip install x\r\nimport torch\r\n", ["import torch"]),
    "spark local": ("%%local\nx = 1", ["x = 1"]),
    "ipyparallel": ("%%px --local\nimport torch", ["import torch"]),
    "magic in a loop": ("for i in range(3):\n    %run train.py --seed {i}", ["for i in range(3):\n    pass"]),
    "magic as the whole try": ("try:\n    %tensorflow_version 2.x\nexcept Exception:\n    pass", None),
    "conda": ("conda install -y pytorch -c pytorch", []),
    "leading blank rows": ("\n\n\n%%capture\n!pip install x\nimport torch", ["import torch"]),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shape(name: str) -> None:
    written, expected = SHAPES[name]
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source.splitlines(keepends=True)}
        for source in (written, "after = 1")
    ]
    data = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    source = source_from_text(Path("a.ipynb"), data)
    assert source.errors == ()
    *statements, after = ast.parse(source.code).body
    assert ast.unparse(after) == "after = 1"
    found = [ast.unparse(statement) for statement in statements]
    if expected is not None:
        assert found == expected
    elif "%tensorflow" not in written:
        assert found == [ast.unparse(statement) for statement in ast.parse(written).body]
    site = source.site(source.cells[1].first_line, 0, source.cells[1].first_line, 5)
    assert (site.cell, site.row, site.column, site.end_column) == (2, 1, 1, 6)
