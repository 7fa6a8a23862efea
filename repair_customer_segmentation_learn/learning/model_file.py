"""A model as bytes and back: plain arrays, nothing that could run."""

import hashlib
import io
import json
import zipfile

import numpy as np
from scipy import sparse

from .examples import GRAMS, Examples
from .kernel import Kernel
from .model import Head, Model

FORMAT = 3


class ForeignModel(ValueError):
    """The bytes are not those that were written."""


def digest(content):
    """Return the SHA-256 of a model's bytes, in letters."""
    return hashlib.sha256(content).hexdigest()


def dump(model):
    """Return the bytes of a model: an archive of arrays (npz), without pickle."""
    marks = model.kernel.landmarks
    heads = {name: [head.answers, head.curve, head.firmness] for name, head in model.heads.items()}
    about = json.dumps({"format": FORMAT, "heads": heads}).encode()
    with io.BytesIO() as file:
        np.savez_compressed(
            file,
            about=np.frombuffer(about, np.uint8),
            vectors=marks.vectors,
            counts=marks.grams.data,
            columns=marks.grams.indices.astype(np.int32),
            starts=marks.grams.indptr.astype(np.int32),
            categories=marks.categories,
            devices=marks.devices,
            rarity=model.kernel.rarity.astype(np.float16),
            mean=model.mean,
            weights=model.weights,
        )
        return file.getvalue()


def load(content, known):
    """Return the model of some bytes.

    :param str known: the digest that was kept when they were written
    :raise ForeignModel: when they are others: they are not even looked into
    """
    if digest(content) != known:
        raise ForeignModel("The digest of the model is not the one that was kept.")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            parts = {name: file[name] for name in file.files}
        about = json.loads(parts["about"].tobytes())
        if about["format"] != FORMAT:
            raise ForeignModel("The model was written by another version.")
        return _model(parts, about)
    except (KeyError, OSError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise ForeignModel(str(error)) from error


def _model(parts, about):
    grams = sparse.csr_matrix(
        (parts["counts"], parts["columns"], parts["starts"]),
        shape=(len(parts["categories"]), GRAMS.n_features),
    )
    marks = Examples(parts["vectors"], grams, parts["categories"], parts["devices"])
    return Model(
        Kernel(marks, parts["rarity"].astype(np.float32)),
        {name: Head(*head) for name, head in about["heads"].items()},
        parts["mean"],
        parts["weights"],
    )
