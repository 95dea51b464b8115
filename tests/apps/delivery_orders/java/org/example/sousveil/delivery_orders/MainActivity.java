package org.example.sousveil.delivery_orders;

import android.app.Activity;
import android.os.Bundle;

public class MainActivity extends Activity {
    private Order order;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        order = new Order();
        order.setItem("tea");
        order.setQuantity(2);
        order.setColour(new Colour());
    }
}
