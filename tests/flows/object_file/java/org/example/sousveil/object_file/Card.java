package org.example.sousveil.object_file;

import java.io.Serializable;

/** A card. */
class Card implements Serializable {
    private static final long serialVersionUID = 1L;
    String number;
}
