package org.example.sousveil.sensors_steps;

import android.app.Activity;
import android.hardware.Sensor;
import android.hardware.SensorEvent;
import android.hardware.SensorEventListener;
import android.hardware.SensorManager;
import android.util.Log;

/** Counts the steps of the person. */
public class MainActivity extends Activity implements SensorEventListener {
    @Override
    protected void onResume() {
        super.onResume();
        SensorManager sensors = (SensorManager) getSystemService(SENSOR_SERVICE);
        Sensor steps = sensors.getDefaultSensor(Sensor.TYPE_STEP_COUNTER);
        sensors.registerListener(this, steps, SensorManager.SENSOR_DELAY_NORMAL);
    }

    @Override
    public void onSensorChanged(SensorEvent event) {
        Log.d("sensors_steps", "steps " + event.values[0]);
    }

    @Override
    public void onAccuracyChanged(Sensor sensor, int accuracy) {
    }
}
