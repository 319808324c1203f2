package dev.fnstore.server.info;

import dev.fnstore.data.KeyStore;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.fleet.Fleet;
import dev.fnstore.keyspace.Keyspace;
import dev.fnstore.server.acl.AclLog;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Statistics;
import dev.fnstore.server.notify.Notifications;
import dev.fnstore.server.script.EvalScripts;
import dev.fnstore.server.script.FunctionStatistics;
import dev.fnstore.store.FunctionStore;

/** Where what INFO tells is kept. */
public record InfoSources(
    FunctionStore store,
    Keyspace keyspace,
    KeyStore keys,
    EvalScripts scripts,
    ServerConfig config,
    Statistics statistics,
    FunctionStatistics functions,
    MemoryFigures memory,
    ServerIdentity identity,
    Notifications notifications,
    AclLog aclLog,
    Fleet fleet) {}
