"""Small controls that know no document: fields, sliders, boxes, marks."""
