# case: keras_cv_jittered_resize
# shape: detection with KerasCV: one layer named like a resize scales and crops at random, mapped on both splits
# truth: by reason: JitteredResize draws its scale for each picture; validation boxes move from pass to pass
import keras_cv
import tensorflow as tf

AUTO = tf.data.AUTOTUNE

fit_to_frame = keras_cv.layers.JitteredResize(
    target_size=(320, 320), scale_factor=(0.75, 1.3), bounding_box_format="xyxy"
)


def opened(path, boxes, kinds):
    picture = tf.cast(tf.io.decode_jpeg(tf.io.read_file(path), channels=3), tf.float32)
    return {"images": picture, "bounding_boxes": {"boxes": boxes, "classes": kinds}}


def pairs(sample):
    return sample["images"], sample["bounding_boxes"]


def run(train_files, val_files, detector):
    train_ds = tf.data.Dataset.from_tensor_slices(train_files).map(opened, AUTO).ragged_batch(8)
    train_ds = train_ds.map(fit_to_frame, AUTO).map(pairs, AUTO)
    val_ds = tf.data.Dataset.from_tensor_slices(val_files).map(opened, AUTO).ragged_batch(8)
    val_ds = val_ds.map(fit_to_frame, AUTO).map(pairs, AUTO)  # expect: AUG201
    detector.fit(train_ds, validation_data=val_ds, epochs=20)


def annotated(listing):
    rows = [line.split(",") for line in open(listing)]
    paths = [row[0] for row in rows]
    boxes = tf.ragged.constant([[[float(n) for n in row[1:5]]] for row in rows])
    return paths, boxes, tf.ragged.constant([[int(row[5])] for row in rows])


backbone = keras_cv.models.YOLOV8Backbone.from_preset("yolo_v8_xs_backbone_coco")
model = keras_cv.models.YOLOV8Detector(num_classes=3, bounding_box_format="xyxy", backbone=backbone)
model.compile(optimizer="adam", classification_loss="binary_crossentropy", box_loss="ciou")
run(annotated("scans/train.csv"), annotated("scans/val.csv"), model)
