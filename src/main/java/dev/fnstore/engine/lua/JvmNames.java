package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.objectweb.asm.Type;

/** Classes as class files name them. */
final class JvmNames {
  static final String LUA_VALUE = of(LuaValue.class);
  static final String LUA_VALUE_TYPE = type(LuaValue.class);
  static final String VARARGS = of(Varargs.class);
  static final String VARARGS_TYPE = type(Varargs.class);
  static final String NUM = of(Num.class);
  static final String NUM_TYPE = type(Num.class);
  static final String SUPPORT = of(MachineSupport.class);

  private JvmNames() {}

  static String of(Class<?> type) {
    return Type.getInternalName(type);
  }

  static String type(Class<?> type) {
    return Type.getDescriptor(type);
  }

  static String method(Class<?> result, Class<?>... parameters) {
    Type[] types = new Type[parameters.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = Type.getType(parameters[i]);
    }
    return Type.getMethodDescriptor(Type.getType(result), types);
  }
}
